// Builds what the pages run in the browser into src/onrecord/web/static/built, with the licences of all that went in.
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const built = join(here, "../src/onrecord/web/static/built");
const packages = join(here, "node_modules");

rmSync(built, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: {
    map: "src/map.js",
    "map-worker": "maplibre-gl/dist/maplibre-gl-worker.mjs",
    maplibre: "maplibre-gl/dist/maplibre-gl.css",
  },
  outdir: built,
  bundle: true,
  splitting: true,
  chunkNames: "shared-[hash]",
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});
cpSync(join(packages, "htmx.org/dist/htmx.min.js"), join(built, "htmx.js"));

const used = new Set(["htmx.org"]);
for (const path of Object.keys(metafile.inputs)) {
  const found = path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/);
  if (found) used.add(found[1]);
}
const licences = [...used].sort().map((name) => {
  const folder = join(packages, name);
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const text = file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : license;
  return `${name} ${version}\n\n${text}\n`;
});
writeFileSync(join(built, "LICENCES.txt"), licences.join(`\n${"-".repeat(80)}\n\n`));
