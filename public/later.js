// Loads the part of a module that comes later (scripts/link.sh): the build puts this behind the script that wasm-bindgen writes, in place of
// what that imports. The module hands over a function of its own, by its place in its table, that is to hear how it went; the table it has
// handed over before, since wasm-bindgen takes it from what a module exports.
const later = {
  loading: null,
  // Another attempt takes nothing that a browser has kept.
  cache: "default",
  load: async () => {
    const response = await fetch(new URL("LATER_MODULE", import.meta.url), { cache: later.cache });
    if (!response.ok) throw new Error("a part of the module is missing");
    const imports = { __wasm_split: { ...initSync(), __indirect_function_table: globalThis.functionTable } };
    // Not every host names the type that streaming asks for.
    return response.headers.get("Content-Type") === "application/wasm"
      ? WebAssembly.instantiateStreaming(response, imports)
      : WebAssembly.instantiate(await response.arrayBuffer(), imports);
  },
  __wasm_split_load_later: async (callback, data) => {
    later.loading ??= later.load().then(() => true, (error) => {
      console.error(error);
      later.loading = null;
      later.cache = "reload";
      return false;
    });
    const isThere = await later.loading;
    globalThis.functionTable.get(callback)(data, isThere);
  },
};
