// Starts the engine worker. What keeps it from loading is told to the page in the words of the protocol.
import init from "./worker.js";

init({ module_or_path: new URL("./worker_bg.wasm", import.meta.url) }).catch((error) => {
  postMessage([{ job: 0, event: { Failed: [{ path: "", reason: String(error), hint: "reload the page" }] } }, null]);
});
