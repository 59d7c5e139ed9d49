// Starts the audit worker. What keeps it from starting is told to the page as text.
import init from "./auditor.js";

init({ module_or_path: new URL("./auditor_bg.wasm", import.meta.url) }).catch((error) => postMessage(String(error)));
