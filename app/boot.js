// Sets the chosen theme before the first paint, then loads the app; says so if that fails.
{
  const { app, wasm } = document.currentScript.dataset;

  try {
    // gloo-storage writes JSON, so the word stands in quotes.
    const theme = localStorage.getItem("theme")?.replaceAll('"', "");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is forbidden: the system's theme holds.
  }

  const parsed = new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));

  const failed = (reason) => {
    console.error(reason);
    document.getElementById("shell-waiting").hidden = true;
    const message = document.getElementById("shell-failed");
    message.hidden = false;
    message.querySelector("h1").focus();
    document.getElementById("shell-reload").addEventListener("click", () => location.reload());
  };

  Promise.all([import(app), parsed])
    .then(([module]) => module.default({ module_or_path: wasm }))
    // Without a shell the app has started, and what it met is its own to tell.
    .catch((reason) => parsed.then(() => document.getElementById("shell") && failed(reason)));
}
