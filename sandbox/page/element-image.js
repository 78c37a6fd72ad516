// Images. The sandbox has no network, so a picture from elsewhere is drawn as a box with its description.
import { h } from "./dom.js";

const LOCAL = /^(data:image\/(png|jpeg|gif|webp);|\/(?!\/))/;

/** Draw an image block or element; `title` is drawn above it. */
export function drawImage(image, title) {
  const source = image.image_url ?? "";
  const picture = LOCAL.test(source)
    ? h("img", { class: "image", src: source, alt: image.alt_text })
    : h("span", { class: "image-box", role: "img", "aria-label": image.alt_text }, `Image: ${image.alt_text}`);
  return [title && h("div", { class: "image-title" }, title), picture];
}
