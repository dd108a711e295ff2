// The page works without this. While a notice says that the API is in trouble, it asks every two seconds whether
// the answer is there now, and then loads the same address again.
const notice = document.querySelector("[data-waiting]");

async function check() {
  try {
    const response = await fetch("/status" + location.search, { cache: "no-store" });
    if (response.ok && (await response.json()).api === "ready") return location.reload();
  } catch {
    // The page's own server is away too: ask again.
  }
  setTimeout(check, 2000);
}

if (notice) setTimeout(check, 2000);
