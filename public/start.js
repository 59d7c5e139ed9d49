// Says so where the page does not come up: a script is missing, or the browser is too old for it.
const failed = () => {
  if (document.querySelector("#app .loading")) document.getElementById("crash").hidden = false;
};
addEventListener("error", failed);
addEventListener("unhandledrejection", failed);
setTimeout(failed, 30000);
