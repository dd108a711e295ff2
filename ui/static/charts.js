// Draws the figures that the page carries as data. The library is large, so it is fetched when a chart comes into view.
const library = document.querySelector("script[data-library]").dataset.library;
const dark = matchMedia("(prefers-color-scheme: dark)");
let loading;

function load() {
  return loading ??= new Promise((resolve, reject) => {
    // For its maps the library would write a style sheet into the page unless an element has this id. We draw no maps.
    document.head.append(Object.assign(document.createElement("meta"), { id: "696e55e75aaafa12d45b3ff634eadc8348f9c3015fc94984dac1ff824773eb97" }));
    const script = document.createElement("script");
    script.src = library;
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.append(script);
  });
}

// jsplot knows nothing of the page's colours, so they come from the style sheet.
function themed(figure) {
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(name).trim();
  const lines = [colour("--accent"), colour("--away"), colour("--draw"), colour("--control")];
  const axis = { gridcolor: colour("--line"), zerolinecolor: colour("--line"), linecolor: colour("--control"), fixedrange: true };
  const { title: x, ...restX } = figure.layout.xaxis;
  const { title: y, ...restY } = figure.layout.yaxis;
  return {
    data: figure.data.map((trace, i) => ({
      ...trace,
      line: { color: lines[i % 4], width: i ? 2 : 2.5, dash: trace.line?.dash ?? (i ? "dot" : "solid") },
      marker: { ...trace.marker, color: lines[i % 4] },
    })),
    layout: {
      autosize: true, showlegend: figure.data.length > 1, hovermode: "x unified",
      legend: { orientation: "h", x: 0, y: 1.12 }, margin: { t: 30, r: 12, b: 44, l: 56 },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: getComputedStyle(document.body).fontFamily, size: 13, color: colour("--ink") },
      hoverlabel: { bgcolor: colour("--card"), font: { color: colour("--ink") } },
      separators: document.documentElement.lang.startsWith("pt") ? ",." : ".,",
      xaxis: { ...axis, ...restX, title: { text: x } }, yaxis: { ...axis, ...restY, title: { text: y } },
    },
  };
}

async function draw(chart) {
  try {
    const Plotly = await load();
    const { data, layout } = themed(JSON.parse(chart.dataset.figure));
    if (!chart.drawn) chart.replaceChildren();
    chart.drawn = true;
    await Plotly.react(chart, data, layout, { displayModeBar: false, responsive: true });
  } catch {
    chart.hidden = true; // the table below has the numbers
  }
}

const seen = new IntersectionObserver(entries => entries.filter(entry => entry.isIntersecting).forEach(entry => {
  seen.unobserve(entry.target);
  draw(entry.target);
}), { rootMargin: "200px" });

export function watch() {
  document.querySelectorAll(".chart[data-figure]").forEach(chart => {
    chart.hidden = false;
    seen.observe(chart);
  });
}

watch();
addEventListener("page:changed", watch);
dark.addEventListener("change", () => document.querySelectorAll(".chart").forEach(chart => chart.drawn && draw(chart)));
