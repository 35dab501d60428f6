// Turns a picture of a page into a file that looks the same anywhere.

const SPACE = "http://www.w3.org/2000/svg";
const SEEN = ["fill", "stroke", "stroke-width", "opacity", "font-weight", "paint-order", "stroke-linejoin"] as const;
const SHARPNESS = 2;

/** Save a picture under a name; `credit` says where it comes from, and goes into the file. */
export async function saved(svg: SVGSVGElement, credit: string, name: string, kind: "svg" | "png"): Promise<void> {
  const { width, height } = svg.getBoundingClientRect();
  const text = new XMLSerializer().serializeToString(whole(svg, credit, width, height));
  const blob = new Blob([text], { type: "image/svg+xml" });
  offered(kind === "svg" ? blob : await drawn(text, width, height), `${name}.${kind}`);
}

/** Return a copy with its colours and its size written into it, on the ground of the page. */
function whole(svg: SVGSVGElement, credit: string, width: number, height: number): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [from, to] = [svg.querySelectorAll("*"), copy.querySelectorAll("*")];
  to.forEach((element, place) => {
    const original = from[place];
    if (!original) return;
    const style = getComputedStyle(original);
    for (const property of SEEN) element.setAttribute(property, style.getPropertyValue(property));
    const href = original.getAttribute("href");
    if (href) element.setAttribute("href", new URL(href, location.href).href);
    for (const one of [...element.attributes]) {
      if (/^(class|tabindex|data-)/.test(one.name)) element.removeAttribute(one.name);
    }
  });
  copy.setAttribute("xmlns", SPACE);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  if (!copy.hasAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const ground = document.createElementNS(SPACE, "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", getComputedStyle(document.body).backgroundColor);
  const about = document.createElementNS(SPACE, "desc");
  about.textContent = credit;
  copy.prepend(about, ground);
  return copy;
}

async function drawn(text: string, width: number, height: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * SHARPNESS);
  canvas.height = Math.ceil(height * SHARPNESS);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture is too large for a PNG"))));
  });
}

function offered(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
