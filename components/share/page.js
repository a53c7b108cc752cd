// The one script of a shared page: folds, copies, writes times in the reader's zone, and keeps what a passphrase has opened. Without it everything is open and readable.
(() => {
  document.documentElement.dataset.alive = "";

  // What a passphrase has opened stays open for this tab while the grant lasts. It is kept beside the address, not in it: who copies the
  // address passes on no more than the link.
  const grant = new URLSearchParams(location.search).get("grant");
  const isAsking = document.documentElement.dataset.asks !== undefined;
  if (grant !== null) history.replaceState(isAsking ? null : { grant }, "", location.pathname);
  else if (isAsking && history.state?.grant) location.replace(`?grant=${history.state.grant}`);

  /** @param {string} text @returns {Promise<boolean>} */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // a page that was opened without https has no clipboard but this one
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      const isDone = document.execCommand("copy");
      area.remove();
      return isDone;
    }
  }

  /** @param {Element} button @param {string} text */
  async function copyFrom(button, text) {
    const isDone = await copy(text);
    const said = Object.assign(document.createElement("span"), {
      className: "sr",
      textContent: isDone ? "Copied" : "The browser did not allow copying",
    });
    said.setAttribute("role", "status");
    button.toggleAttribute("data-done", isDone);
    button.append(said);
    setTimeout(() => {
      said.remove();
      button.removeAttribute("data-done");
    }, 1500);
  }

  /** @param {string} cell A figure that a spreadsheet would run as a formula is kept as text. */
  const csvCell = (cell) => {
    const text = /^[=+\-@\t\r]/.test(cell) && !/^[+-]?[\d.,]+%?$/.test(cell) ? `'${cell}` : cell;
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };

  /** @param {Element} button */
  function csvOf(button) {
    const rows = [...(button.closest("figure")?.querySelectorAll("tr") ?? [])];
    return rows.map((row) => [...row.children].map((cell) => csvCell(cell.textContent ?? "")).join(",")).join("\r\n");
  }

  /** @param {Element} button */
  const codeOf = (button) => button.closest("figure")?.querySelector("code")?.textContent ?? "";

  /** @param {Element | null | undefined} part Its blocks with a line between them; of tables and code what is in them. */
  function paragraphsOf(part) {
    const blocks = [...(part?.children ?? [])].map((block) => {
      const code = block.querySelector("pre code");
      if (code) return code.textContent ?? "";
      const rows = [...block.querySelectorAll("tr")];
      if (rows.length === 0) return block instanceof HTMLElement ? block.innerText : (block.textContent ?? "");
      return rows.map((row) => [...row.children].map((cell) => cell.textContent).join("\t")).join("\n");
    });
    return blocks.join("\n\n").trim();
  }

  /** @param {Element} button */
  function regionOf(button) {
    return document.getElementById(button.getAttribute("aria-controls") ?? "");
  }

  /** @type {Record<string, (button: Element) => void>} */
  const acts = {
    toggle(button) {
      const isOpen = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", String(isOpen));
      regionOf(button)?.toggleAttribute("data-closed", !isOpen);
      button.closest(".thought")?.classList.toggle("open", isOpen);
    },
    wrap(button) {
      const isWrapped = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(isWrapped));
      button.closest("figure")?.toggleAttribute("data-wrap", isWrapped);
    },
    code: (button) => void copyFrom(button, codeOf(button)),
    csv: (button) => void copyFrom(button, csvOf(button)),
    region: (button) => void copyFrom(button, paragraphsOf(button.closest(".thought")?.querySelector(".text"))),
    answer(button) {
      const parts = [...(button.closest("article")?.querySelectorAll(".answer") ?? [])];
      void copyFrom(button, parts.map(paragraphsOf).join("\n\n"));
    },
    save(button) {
      const address = URL.createObjectURL(new Blob([codeOf(button)], { type: "text/plain" }));
      Object.assign(document.createElement("a"), {
        href: address,
        download: button.getAttribute("data-name") ?? "code.txt",
      }).click();
      setTimeout(() => URL.revokeObjectURL(address), 0);
    },
    print: () => window.print(),
  };
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-act]") : null;
    if (button) acts[button.getAttribute("data-act") ?? ""]?.(button);
  });

  document.addEventListener("DOMContentLoaded", () => {
    for (const time of document.querySelectorAll("time[data-clock]")) {
      const at = new Date(time.getAttribute("datetime") ?? "");
      const [hours, minutes] = [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, "0"));
      time.textContent = `${hours}:${minutes}`;
    }
  });
})();
