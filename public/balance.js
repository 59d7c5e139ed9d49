// Starts the balance worker. What keeps it from starting is told to the page as text.
import init from "./balancer.js";

init({ module_or_path: new URL("./balancer_bg.wasm", import.meta.url) }).catch((error) => postMessage(String(error)));
