// Suggestions under a search box while one types: a combobox with a list (WAI-ARIA 1.2), led by the arrow keys.
// Without this the form is sent as it stands.

interface Suggestion {
  label: string;
  description: string;
  address: string;
}

const PAUSE = 120; // milliseconds without a key before the server is asked

let made = 0;

export function suggestIn(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=search]");
  const address = form.dataset["suggest"];
  if (!input || !address) return;
  const list = listFor(input);
  let waiting: AbortController | undefined;
  let timer = 0;
  let active = -1;

  const options = (): HTMLAnchorElement[] => [...list.querySelectorAll("a")];

  const close = (): void => {
    waiting?.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (index: number): void => {
    const all = options();
    active = all.length ? (index + all.length) % all.length : -1;
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
    const chosen = all[active];
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
  };

  const ask = async (): Promise<void> => {
    waiting?.abort();
    const text = input.value.trim();
    if (!text) return close();
    waiting = new AbortController();
    const query = new URLSearchParams({ q: text, limit: "8", lang: document.documentElement.lang });
    try {
      const reply = await fetch(`${address}${address.includes("?") ? "&" : "?"}${query}`, { signal: waiting.signal });
      if (!reply.ok) return close();
      const { suggestions } = (await reply.json()) as { suggestions: Suggestion[] };
      list.replaceChildren(...suggestions.map((each, place) => optionOf(each, `${list.id}-${place}`)));
      list.hidden = suggestions.length === 0;
      input.setAttribute("aria-expanded", String(suggestions.length > 0));
      active = -1;
    } catch {
      // a newer question took the place of this one, or the server is away: the form still works
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(active + (event.key === "ArrowDown" ? 1 : active < 0 ? 0 : -1));
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      options()[active]?.click();
    }
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget as Node | null)) close();
  });
}

function listFor(input: HTMLInputElement): HTMLElement {
  const list = document.createElement("div");
  list.id = `suggestions-${++made}`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label") ?? input.placeholder);
  list.hidden = true;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.after(list);
  return list;
}

function optionOf({ label, description, address }: Suggestion, id: string): HTMLAnchorElement {
  const option = document.createElement("a");
  option.id = id;
  option.href = address;
  option.tabIndex = -1;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  const what = document.createElement("small");
  what.textContent = description;
  option.append(label, " ", what);
  return option;
}
