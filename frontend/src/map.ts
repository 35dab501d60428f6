// Turns the maps of a page, which the server has drawn, into maps that can be moved, each when it comes into sight.

const seen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      void import("./map/mount").then(({ mount }) => mount(target as HTMLElement));
    }
  },
  { rootMargin: "200px" },
);

for (const figure of document.querySelectorAll("figure.map")) seen.observe(figure);
