// Everything works without this file. With it the page recovers by itself, the clubs can be searched, text can be
// copied with one press, and the what-if answers at once.

// ---------------------------------------------------------------- loading a view again, without leaving it

const waiting = page => page.querySelectorAll("[data-waiting]").length;

async function loadAgain() {
  const response = await fetch(location.href, { cache: "no-store" });
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!response.ok || waiting(fresh) >= waiting(document)) return recover(); // nothing new: leave alone what is being read
  document.title = fresh.title;
  for (const part of ["main", "#label", "footer"]) document.querySelector(part).replaceWith(fresh.querySelector(part));
  document.querySelector(".language").href = fresh.querySelector(".language").getAttribute("href");
  for (const part of fresh.querySelectorAll("head link[rel=stylesheet], head script[src]")) {
    const source = part.getAttribute("src") ?? part.getAttribute("href");
    if (document.head.querySelector(`[src="${source}"], [href="${source}"]`)) continue;
    const copy = document.createElement(part.localName);
    for (const { name, value } of part.attributes) copy.setAttribute(name, value);
    document.head.append(copy);
  }
  enhance();
  dispatchEvent(new Event("page:changed"));
}

// While a panel says that the API is in trouble, ask every two seconds whether it can be filled now.
function recover() {
  if (!waiting(document)) return;
  setTimeout(async () => {
    try {
      const response = await fetch("/status", { cache: "no-store" });
      if (response.ok && (await response.json()).api === "ready") return await loadAgain();
    } catch {
      // The page's own server is away too: ask again.
    }
    recover();
  }, 2000);
}

// ---------------------------------------------------------------- searching a club: the ARIA combobox pattern

const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim().toLowerCase();

function badge(option) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const rect = (height, fill, rx) => {
    const part = document.createElementNS(svg.namespaceURI, "rect");
    for (const [name, value] of Object.entries({ width: 40, height, fill, rx })) part.setAttribute(name, value);
    return part;
  };
  svg.setAttribute("class", "badge");
  svg.setAttribute("viewBox", "0 0 40 40");
  svg.setAttribute("aria-hidden", "true");
  const outline = document.createElementNS(svg.namespaceURI, "path");
  outline.setAttribute("class", option ? "edge" : "lens");
  outline.setAttribute("d", option ? "M10 .75h20a9.25 9.25 0 0 1 9.25 9.25v20a9.25 9.25 0 0 1-9.25 9.25H10A9.25 9.25 0 0 1 .75 30V10A9.25 9.25 0 0 1 10 .75z" : "M26 26l7 7M18 28a10 10 0 1 1 0-20 10 10 0 0 1 0 20z");
  if (option) svg.append(rect(40, option.dataset.second, 10), rect(31, option.dataset.main, 8));
  svg.append(outline);
  return svg;
}

function combobox(select) {
  const options = [...select.options].filter(option => option.value);
  const box = document.createElement("div");
  const input = document.createElement("input");
  const list = document.createElement("ul");
  const id = select.id;
  let active = -1, shown = [];

  box.className = "combo";
  select.id = id + "-choice";
  Object.assign(input, { id, type: "text", autocomplete: "off", placeholder: select.dataset.search, spellcheck: false, required: true });
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": id + "-list", "aria-autocomplete": "list" })) input.setAttribute(name, value);
  Object.assign(list, { id: id + "-list", hidden: true, tabIndex: -1 }); // else a list that scrolls is a stop of its own
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector(`label[for="${id}"]`).textContent);
  select.hidden = true;
  select.required = false; // a hidden field cannot be pointed at; the visible one is checked instead
  select.after(box);
  box.append(badge(), input, list);

  const current = () => options.find(option => option.value === select.value);
  const settle = () => {
    input.value = current()?.text ?? "";
    box.querySelector(".badge").replaceWith(badge(current()));
    close();
  };
  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function open(filter) {
    const wanted = plain(filter);
    const names = option => [option.text, ...option.dataset.alias.split("|")].map(plain);
    const fits = [name => name === wanted, name => name.startsWith(wanted), name => name.includes(wanted)];
    const rank = option => (fits.findIndex(fit => names(option).some(fit)) + 4) % 4; // 3 for none
    shown = options.filter(option => rank(option) < 3).sort((a, b) => rank(a) - rank(b));
    list.replaceChildren(...shown.map((option, i) => {
      const item = document.createElement("li");
      item.id = `${id}-${i}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.append(badge(option), option.text);
      item.addEventListener("pointerdown", event => { event.preventDefault(); choose(option); });
      return item;
    }));
    if (!shown.length) {
      const nothing = document.createElement("li");
      nothing.className = "nothing";
      nothing.setAttribute("role", "option");
      nothing.setAttribute("aria-disabled", "true");
      nothing.textContent = select.dataset.none;
      list.append(nothing);
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(filter && shown.length ? 0 : -1);
  }
  function mark(index) {
    active = index;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", `${id}-${index}`);
    list.children[index].scrollIntoView({ block: "nearest" });
  }
  function choose(option) {
    select.value = option.value;
    settle();
  }

  input.addEventListener("input", () => { select.value = ""; open(input.value); });
  input.addEventListener("click", () => list.hidden && (input.select(), open("")));
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => {
    if (!list.hidden && active >= 0) select.value = shown[active].value;
    settle();
  });
  input.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return open("");
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (shown.length) mark((active + step + shown.length) % shown.length);
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      if (active >= 0) choose(shown[active]); else settle();
    } else if (event.key === "Escape") settle();
  });
  settle();
}

// ---------------------------------------------------------------- copying

function copyable(field) {
  if ("absolute" in field.dataset) field.value = new URL(field.getAttribute("value"), location.href).href;
  const button = document.createElement("button");
  const box = document.createElement("div");
  box.className = "copyable";
  button.type = "button";
  button.className = "quiet";
  button.textContent = field.dataset.copy;
  field.replaceWith(box);
  box.append(field, button);
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // a page without https has no clipboard of its own
    }
    button.textContent = field.dataset.copied;
    setTimeout(() => { button.textContent = field.dataset.copy; }, 2500);
  });
}

async function copy(text, button, done, failed) {
  const label = button.textContent;
  let told = done;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea"); // a page without https has no clipboard of its own
    field.value = text;
    document.body.append(field);
    field.select();
    if (!document.execCommand("copy")) told = failed;
    field.remove();
    button.focus();
  }
  button.textContent = told;
  setTimeout(() => { button.textContent = label; }, 2500);
}

// One press copies the article, or the paragraph of one match.
function takeaway(form) {
  const button = form.querySelector(".copy-article");
  button.textContent = button.dataset.label;
  form.addEventListener("submit", async event => {
    event.preventDefault();
    try {
      const response = await fetch(`${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`, { cache: "no-store" });
      if (!response.ok || !response.headers.get("Content-Type").startsWith("text/plain")) throw new Error("no text");
      await copy(await response.text(), button, form.dataset.copied, form.dataset.failed);
    } catch {
      button.textContent = form.dataset.failed;
    }
    form.removeAttribute("aria-busy");
  });
}

function printable(paragraph) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = paragraph.dataset.copyText;
  paragraph.after(button);
  button.addEventListener("click", () => copy(paragraph.textContent.trim(), button, paragraph.dataset.copied, paragraph.dataset.copied));
}

// ---------------------------------------------------------------- forms

// A result of the what-if is simulated as soon as it is chosen; choosing it once more takes it back.
function whatIf(form) {
  let wasChecked;
  form.addEventListener("pointerdown", event => { wasChecked = event.target.closest("label")?.querySelector("input:checked"); });
  form.addEventListener("click", event => {
    if (event.target.type !== "radio" || event.target !== wasChecked) return;
    event.target.checked = false;
    wasChecked = null;
    simulate(form, event.target);
  });
  form.addEventListener("change", event => simulate(form, event.target));
  form.addEventListener("submit", event => { event.preventDefault(); simulate(form, document.activeElement); });
}

const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

// A simulation may take longer than the page waits for the API: then the old table stays, and we ask again.
async function simulated(address, mine, tell, form) {
  for (let i = 0; i < 12; i++) {
    if (i) {
      tell(form.dataset.still);
      await pause(1500);
    }
    const response = await fetch(address, { cache: "no-store" });
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    if (mine !== simulate.latest || fresh.querySelector("#standings")) return fresh;
  }
  throw new Error("no table");
}

async function simulate(form, focused) {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  const address = `${form.getAttribute("action")}?${query}`;
  const opened = [...form.querySelectorAll("details")].map(part => part.open);
  const top = focused.getBoundingClientRect().top;
  const mine = simulate.latest = Symbol();
  const table = document.querySelector("#standings");
  const strip = document.querySelector(".strip");
  const tell = text => { strip.hidden = false; strip.textContent = text; };
  const chosen = document.querySelector(".zone-switch input:checked")?.id;
  table.setAttribute("aria-busy", "true");
  tell(form.dataset.busy);
  try {
    const fresh = await simulated(address, mine, tell, form);
    if (mine !== simulate.latest) return; // a later choice is under way
    document.querySelector("main").replaceWith(fresh.querySelector("main"));
    document.querySelector(".language").href = fresh.querySelector(".language").getAttribute("href");
  } catch {
    table.removeAttribute("aria-busy");
    return tell(form.dataset.failed);
  }
  if (chosen) document.getElementById(chosen).checked = true;
  history.replaceState(null, "", address);
  document.querySelectorAll(".whatif details").forEach((part, i) => { part.open = opened[i]; });
  enhance();
  const again = [...document.querySelectorAll(".whatif input")].find(input => input.value === focused.value && input.name === focused.name);
  again?.focus({ preventScroll: true });
  if (again) scrollBy(0, again.getBoundingClientRect().top - top);
}

function once(selector, action) {
  document.querySelectorAll(selector).forEach(element => {
    if (element.enhanced) return;
    element.enhanced = true;
    action(element);
  });
}

// The picture of the pipeline is asked for every two seconds, and drawn anew when what it shows has changed.
function follow(flow) {
  setTimeout(async () => {
    try {
      if (!document.hidden) {
        const response = await fetch(location.href, { cache: "no-store" });
        const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
        const shown = response.ok && fresh.querySelector(".flow");
        if (shown && shown.dataset.shows !== flow.dataset.shows) {
          document.querySelector("main").replaceWith(fresh.querySelector("main"));
          return enhance();
        }
      }
    } catch {
      // The page's own server is away: ask again.
    }
    follow(flow);
  }, 2000);
}

function enhance() {
  once("select[data-search]", combobox);
  once("[data-copy]", copyable);
  once("form.whatif", whatIf);
  once("form.takeaway", takeaway);
  once("[data-copy-text]", printable);
  once("[data-shows]", follow);
  once("form", form => form.addEventListener("submit", () => form.setAttribute("aria-busy", "true")));
  recover();
}

addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(form => form.removeAttribute("aria-busy")));
enhance();
