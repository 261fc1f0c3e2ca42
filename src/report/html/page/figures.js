// Pictures are saved as SVG and PNG, their numbers as CSV.

const svgText = (svg) => new XMLSerializer().serializeToString(svg);

const svgToPng = (svg, done) => {
  const { width, height } = svg.viewBox.baseVal;
  const image = new Image();
  const scale = 2400 / width;
  const address = URL.createObjectURL(new Blob([svgText(svg)], { type: "image/svg+xml" }));
  image.addEventListener("load", () => {
    const canvas = make("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    canvas.toBlob(done, "image/png");
  });
  image.src = address;
};

whenRead(() => {
  for (const figure of document.querySelectorAll("figure.chart")) {
    const svg = figure.querySelector("svg");
    const data = figure.querySelector("script.csv");
    const name = figure.dataset.name;
    const tools = make("div", { class: "tools" });
    if (data) {
      const csv = () => new Blob([JSON.parse(data.textContent)], { type: "text/csv" });
      tools.append(button("Download CSV", () => download(`${data.dataset.name}.csv`, csv())));
    }
    tools.append(
      button("Download PNG", () => svgToPng(svg, (blob) => download(`${name}.png`, blob))),
      button("Download SVG", () => download(`${name}.svg`, new Blob([svgText(svg)], { type: "image/svg+xml" }))));
    figure.append(tools);
  }
});
