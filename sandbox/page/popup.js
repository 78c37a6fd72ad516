// Puts a popup under the control it belongs to, or above it if there is no room below.

const GAP = 4; // pixels

/** Place `popup` (position: fixed) under or above `anchor`, inside the window. */
export function placeBeside(popup, anchor) {
  if (!anchor) return;
  const box = anchor.getBoundingClientRect();
  const below = window.innerHeight - box.bottom - 2 * GAP;
  const up = below < Math.min(popup.scrollHeight, 240) && box.top > below;
  popup.style.maxHeight = `${Math.max(120, Math.min(420, up ? box.top - 2 * GAP : below))}px`;
  popup.style.minWidth = `${box.width}px`;
  popup.style.top = up ? "auto" : `${box.bottom + GAP}px`;
  popup.style.bottom = up ? `${window.innerHeight - box.top + GAP}px` : "auto";
  popup.style.left = `${Math.max(GAP, Math.min(box.left, window.innerWidth - popup.offsetWidth - GAP))}px`;
}
