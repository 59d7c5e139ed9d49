// Starts a part of the engine in a worker: the build puts this behind the script that wasm-bindgen writes. The page sends the
// module compiled, so that nothing is fetched or compiled twice. What keeps it from starting goes back as text.
addEventListener("message", ({ data }) => {
  __wbg_init({ module_or_path: data }).catch((error) => postMessage(String(error)));
}, { once: true });
