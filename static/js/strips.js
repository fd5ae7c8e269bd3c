// Strips that scroll sideways on a phone begin where the reader is: the open tab, the step now.
for (const here of document.querySelectorAll(".tabs [aria-current], .flow .now")) {
  const strip = here.closest(".tabs, .flow");
  const { left, width } = here.getBoundingClientRect();
  strip.scrollLeft += left + width / 2 - strip.getBoundingClientRect().left - strip.clientWidth / 2;
}
