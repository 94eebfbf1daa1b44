// The interactive map over the drawn one, and a slider over its days. Without WebGL, or when anything of this fails,
// the drawn map stays as it is.
import { Map as Canvas, Marker, NavigationControl, setWorkerUrl } from "maplibre-gl";

setWorkerUrl(new URL("./map-worker.js", import.meta.url).href);

const holder = document.getElementById("map");
const dark = matchMedia("(prefers-color-scheme: dark)");
const kinds = { point: "", ring: " ar", shade: " hs" };
const leads = document.createElementNS("http://www.w3.org/2000/svg", "svg");
let canvas = null;
let markers = [];

// A token's colour as the page shows it now: custom properties hold light-dark(), which only a used value resolves.
function colour(token) {
  const probe = document.createElement("span");
  probe.style.color = `var(${token})`;
  holder.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function hatch() {
  const side = 9;
  const drawn = new OffscreenCanvas(side, side).getContext("2d");
  drawn.strokeStyle = colour("--edge");
  drawn.lineWidth = 0.9;
  for (const shift of [-side, 0, side]) {
    drawn.beginPath();
    drawn.moveTo(shift, side);
    drawn.lineTo(shift + side, 0);
    drawn.stroke();
  }
  return drawn.getImageData(0, 0, side, side);
}

function style() {
  return {
    version: 8,
    sources: {
      lands: { type: "geojson", data: "/static/countries.json" },
      areas: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("--tint") } },
      { id: "land", type: "fill", source: "lands", paint: { "fill-color": colour("--paper") } },
      { id: "hatch", type: "fill", source: "lands", paint: { "fill-pattern": "hatch" }, filter: ["literal", false] },
      { id: "border", type: "line", source: "lands", paint: { "line-color": colour("--edge"), "line-width": 1 } },
      {
        id: "area",
        type: "circle",
        source: "areas",
        paint: {
          "circle-radius": ["interpolate", ["exponential", 2], ["zoom"], 3, 16, 9, 120],
          "circle-color": colour("--ink"),
          "circle-opacity": 0.07,
          "circle-stroke-color": colour("--ink2"),
          "circle-stroke-width": 1.5,
        },
      },
    ],
  };
}

// The middle of a shaded country's largest part, for its badge.
function middles(lands) {
  const found = new Map();
  for (const { id, geometry } of lands.features) {
    let largest = 0;
    for (const [ring] of geometry.coordinates) {
      const [xs, ys] = [ring.map((point) => point[0]), ring.map((point) => point[1])];
      const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
      const size = (east - west) * (north - south);
      if (size > largest) {
        largest = size;
        found.set(id, [(west + east) / 2, (south + north) / 2]);
      }
    }
  }
  return found;
}

function sign(spot) {
  const link = document.createElement("a");
  link.className = "sign";
  link.href = `#place-${spot.number}`;
  const badge = document.createElement("b");
  badge.className = `badge${kinds[spot.drawn] ?? ""}${spot.disputed ? " no" : ""}`;
  badge.textContent = spot.number;
  const name = document.createElement("span");
  name.textContent = spot.name;
  link.append(badge, name);
  return link;
}

function show(view, centres) {
  for (const { marker } of markers) marker.remove();
  markers = [];
  const shaded = view.spots.filter((spot) => spot.drawn === "shade").map((spot) => spot.country);
  canvas.setFilter("hatch", ["in", ["get", "code"], ["literal", shaded]]);
  const features = view.spots
    .filter((spot) => spot.drawn === "ring")
    .map((spot) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [spot.longitude, spot.latitude] } }));
  canvas.getSource("areas").setData({ type: "FeatureCollection", features });
  for (const spot of view.spots) {
    const at = spot.drawn === "shade" ? centres.get(spot.country) : [spot.longitude, spot.latitude];
    if (!at) continue;
    const marker = new Marker({ element: sign(spot), anchor: "left", offset: [-12, 0], subpixelPositioning: true });
    markers.push({ marker: marker.setLngLat(at).addTo(canvas), drawn: spot.drawn });
  }
  settle();
}

const SIDE = 26; // of a badge with the room around it, in pixels
const meets = (one, other) => one.x < other.right && other.x < one.right && one.y < other.bottom && other.y < one.bottom;
const square = (x, y) => ({ x: x - SIDE / 2, y: y - SIDE / 2, right: x + SIDE / 2, bottom: y + SIDE / 2 });

// The point nearest to a place where its badge covers none that stands already, at most 80 pixels off.
function free({ x, y }, taken) {
  for (let step = 0; step < 40; step += 1)
    for (let turn = 0; turn < (step ? 12 : 1); turn += 1) {
      const at = [x + 2 * step * Math.cos((turn * Math.PI) / 6), y + 2 * step * Math.sin((turn * Math.PI) / 6)];
      if (!taken.some((other) => meets(square(...at), other))) return at;
    }
  return [x, y];
}

// Once the map rests, badges that would cover one another stand apart, with lines to their places; names give way.
function settle() {
  const taken = [];
  const lines = [];
  const placed = markers.map(({ marker, drawn }) => {
    const at = canvas.project(marker.getLngLat());
    const [x, y] = free(at, taken);
    taken.push(square(x, y));
    marker.setOffset([x - at.x - 12, y - at.y]);
    if (drawn !== "shade" && Math.hypot(x - at.x, y - at.y) > 3)
      lines.push(`M${x.toFixed(1)} ${y.toFixed(1)}L${at.x.toFixed(1)} ${at.y.toFixed(1)}`);
    return { x, y, name: marker.getElement().lastChild };
  });
  leads.firstChild.setAttribute("d", lines.join(""));
  for (const { x, y, name } of placed) {
    name.hidden = false;
    const wide = name.getBoundingClientRect().width;
    const box = { x: x + 14, y: y - 8, right: x + 18 + wide, bottom: y + 8 };
    name.hidden = taken.some((other) => meets(box, other));
    if (!name.hidden) taken.push(box);
  }
}

function bounds() {
  const [west, south, east, north] = holder.dataset.frame.split(",").map(Number);
  return [[Math.max(west, -180), south], [Math.min(east, 180), north]];
}

async function start() {
  const [lands, view] = await Promise.all(
    ["/static/countries.json", holder.dataset.view].map((address) => fetch(address).then((answer) => answer.json())),
  );
  const centres = middles(lands);
  const box = document.createElement("div");
  holder.append(box);
  canvas = new Canvas({
    container: box,
    style: style(),
    bounds: bounds(),
    attributionControl: false,
    cooperativeGestures: true,
    renderWorldCopies: false,
    dragRotate: false,
    pitchWithRotate: false,
    maxZoom: 11,
  });
  canvas.touchZoomRotate.disableRotation();
  canvas.addControl(new NavigationControl({ showCompass: false }), "top-right");
  canvas.setMissingStyleImageResolver((id) => {
    if (id === "hatch" && !canvas.hasImage(id)) canvas.addImage(id, hatch());
  });
  canvas.on("movestart", () => holder.classList.add("moving"));
  canvas.on("moveend", () => {
    settle();
    holder.classList.remove("moving");
  });
  await canvas.once("load");
  leads.setAttribute("class", "leads");
  leads.setAttribute("aria-hidden", "true");
  leads.append(document.createElementNS(leads.namespaceURI, "path"));
  leads.firstChild.setAttribute("class", "lead");
  canvas.getCanvasContainer().append(leads);
  show(view, centres);
  holder.classList.add("live");
  const recolour = () => {
    if (canvas.hasImage("hatch")) canvas.updateImage("hatch", hatch());
    for (const [layer, property, token] of [
      ["sea", "background-color", "--tint"],
      ["land", "fill-color", "--paper"],
      ["border", "line-color", "--edge"],
      ["area", "circle-color", "--ink"],
      ["area", "circle-stroke-color", "--ink2"],
    ])
      canvas.setPaintProperty(layer, property, colour(token));
  };
  dark.addEventListener("change", recolour);
  return centres;
}

// Another window of days: the page is asked for anew, and what changed is put in its place; the map itself stays.
let asked = 0;
async function narrow(address, centres) {
  const turn = ++asked;
  const page = await fetch(address).then((answer) => answer.text());
  if (turn !== asked) return;
  const fresh = new DOMParser().parseFromString(page, "text/html");
  for (const id of ["map-list", "map-sum"]) document.getElementById(id).replaceWith(fresh.getElementById(id));
  for (const one of document.querySelectorAll("#days a")) {
    const other = fresh.querySelector(`#days a[data-from="${one.dataset.from}"]`);
    one.toggleAttribute("aria-current", Boolean(other?.hasAttribute("aria-current")));
  }
  document.querySelector("#narrow legend").textContent = fresh.querySelector("#narrow legend").textContent;
  history.replaceState(null, "", address);
  const view = await fetch(fresh.getElementById("map").dataset.view).then((answer) => answer.json());
  if (turn === asked) show(view, centres);
}

function slider(centres) {
  const form = document.getElementById("narrow");
  const bars = [...document.querySelectorAll("#days a")];
  if (bars.length < 2) return;
  const box = document.createElement("div");
  box.className = "range";
  const last = bars.length - 1;
  const [from, to] = [form.elements.from, form.elements.to];
  const first = from.value ? bars.findIndex((bar) => bar.dataset.to >= from.value) : 0;
  const final = to.value ? bars.findLastIndex((bar) => bar.dataset.from <= to.value) : last;
  const ends = [Math.max(first, 0), final < 0 ? last : final].map((value, end) => {
    const input = document.createElement("input");
    Object.assign(input, { type: "range", min: 0, max: last, step: 1, value });
    input.setAttribute("aria-label", end ? "Last day shown" : "First day shown");
    box.append(input);
    return input;
  });
  const tell = () => {
    const [low, high] = ends.map((input) => Number(input.value)).sort((a, b) => a - b);
    const whole = low === 0 && high === last;
    from.value = whole ? "" : bars[low].dataset.from;
    to.value = whole ? "" : bars[high].dataset.to;
    for (const input of ends) input.setAttribute("aria-valuetext", bars[input.value].querySelector("span").textContent);
  };
  const go = () => {
    tell();
    const fields = [...new FormData(form)].filter(([, value]) => value !== "");
    narrow(`/map?${new URLSearchParams(fields)}`, centres);
  };
  for (const input of ends) {
    input.setAttribute("aria-valuetext", bars[input.value].querySelector("span").textContent);
    input.addEventListener("input", tell);
    input.addEventListener("change", go);
  }
  document.getElementById("days").after(box);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  if (/^[1-9]$/.test(event.key)) {
    const place = document.getElementById(`place-${event.key}`);
    if (!place) return;
    location.hash = place.id;
    place.focus();
  }
});

start().then(slider, (failure) => {
  canvas?.remove();
  holder.classList.remove("live");
  holder.dataset.failed = failure instanceof Error ? failure.message : "no interactive map here";
});
