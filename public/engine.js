// Starts the engine: the page's own module, in a worker. The page sends it compiled, so that nothing is fetched or
// compiled twice. What keeps it from starting is told to the page in the words of the protocol.
import init from "./page.js";

addEventListener("message", ({ data }) => {
  init({ module_or_path: data }).catch((error) => {
    postMessage([{ job: 0, event: { Failed: [{ path: "", reason: String(error), hint: "reload the page" }] } }, null]);
  });
}, { once: true });
