// Starts the engine: the page's own module, in a worker. The page sends it compiled, so that nothing is fetched or
// compiled twice. What keeps it from starting is told to the page as text.
import init from "./page.js";

addEventListener("message", ({ data }) => {
  init({ module_or_path: data }).catch((error) => postMessage([String(error), null]));
}, { once: true });
