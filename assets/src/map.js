// The interactive map on top of the drawn one.
import { Map as Canvas, setWorkerUrl } from "maplibre-gl";

setWorkerUrl(new URL("./map-worker.js", import.meta.url).href);
export { Canvas };
