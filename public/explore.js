// Starts the explorer. What keeps it from starting is told to the page as text.
import init from "./explorer.js";

init({ module_or_path: new URL("./explorer_bg.wasm", import.meta.url) }).catch((error) => postMessage([String(error), null]));
