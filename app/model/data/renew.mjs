// Renews countries.tsv, land.svg, zone_places.tsv and ../src/country/table.rs from published packages.
// How to run it, and the sources and licences: docs/data.md.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const data = dirname(fileURLToPath(import.meta.url));
const from = createRequire(join(resolve(process.argv[2] ?? "."), "package.json"));
const { feature } = from("topojson-client");
const polylabel = (await import(pathToFileURL(from.resolve("polylabel")))).default;

// Where CLDR's English name is not the short name that the United Nations print.
const ENGLISH = {
  BN: "Brunei Darussalam",
  BQ: "Bonaire, Sint Eustatius and Saba",
  CD: "Democratic Republic of the Congo",
  CG: "Congo",
  CV: "Cabo Verde",
  FK: "Falkland Islands (Malvinas)",
  FM: "Micronesia (Federated States of)",
  GS: "South Georgia and the South Sandwich Islands",
  HK: "Hong Kong SAR, China",
  HM: "Heard Island and McDonald Islands",
  KP: "DPR Korea",
  KR: "Republic of Korea",
  LA: "Lao PDR",
  MF: "Saint Martin (French part)",
  MM: "Myanmar",
  MO: "Macao SAR, China",
  PN: "Pitcairn",
  PS: "State of Palestine",
  RU: "Russian Federation",
  ST: "Sao Tome and Principe",
  SX: "Sint Maarten (Dutch part)",
  SY: "Syrian Arab Republic",
  TW: "Taiwan, China",
  TZ: "United Republic of Tanzania",
  UM: "United States Minor Outlying Islands",
  US: "United States of America",
  VA: "Holy See",
  VC: "Saint Vincent and the Grenadines",
  VI: "United States Virgin Islands",
  VN: "Viet Nam",
};
const CHINESE = {
  BQ: "博纳尔、圣俄斯塔休斯和萨巴",
  FK: "福克兰群岛（马尔维纳斯）",
  FM: "密克罗尼西亚联邦",
  HK: "中国香港",
  MO: "中国澳门",
  PS: "巴勒斯坦国",
  TW: "中国台湾",
  VA: "教廷",
};

// Where to look for land when the largest piece under the country's own number is not it:
// Natural Earth draws these with another country, and readers look for Malaysia on the peninsula.
const SEEDS = {
  BQ: [-68.3, 12.2],
  BV: [3.4, -54.4],
  CC: [96.9, -12.2],
  CX: [105.6, -10.5],
  GF: [-53, 4],
  GP: [-61.6, 16.2],
  MQ: [-61, 14.6],
  MY: [102, 4],
  RE: [55.5, -21.1],
  SJ: [16, 78.5],
  TK: [-171.2, -9.4],
  YT: [45.2, -12.8],
};

// Antarctica goes round the pole, where a flat polygon means nothing.
const SOUTH = [2500, -8000];

const countries = readCountries();
write("countries.tsv", tabSeparated(countries));
write("../src/country/table.rs", rustTable(countries));
execFileSync("rustfmt", ["--edition", "2024", join(data, "../src/country/table.rs")]);
write("land.svg", landSymbol());
write("zone_places.tsv", zonePlaces());

function write(name, text) {
  writeFileSync(join(data, name), text);
}

function json(path) {
  return JSON.parse(readFileSync(from.resolve(path), "utf8"));
}

/** ISO 3166-1 as CLDR knows it: two letters, a number below 900, and a place in the world. */
function readCountries() {
  const codes = json("cldr-core/supplemental/codeMappings.json").supplemental.codeMappings;
  const areas = smallestAreas();
  const english = namesIn("en");
  const chinese = namesIn("zh");
  const land = piecesByNumber();
  return Object.keys(codes)
    .filter((code) => /^[A-Z]{2}$/.test(code) && Number(codes[code]._numeric) < 900)
    .filter((code) => code in areas)
    .sort()
    .map((code) => {
      const { _alpha3: alpha3, _numeric: m49 } = codes[code];
      const [longitude, latitude] = 
        code === "AQ" ? SOUTH : hundredths(landOf(code, m49, land));
      return {
        code,
        alpha3,
        m49,
        area: areas[code],
        longitude,
        latitude,
        en: ENGLISH[code] ?? plain(english[code]),
        zh: CHINESE[code] ?? chinese[code],
      };
    });
}

/** The smallest M49 area each country lies in; none for Antarctica, which M49 puts in no region. */
function smallestAreas() {
  const tree = json("cldr-core/supplemental/territoryContainment.json").supplemental
    .territoryContainment;
  const areas = { AQ: "" };
  const walk = (area) => {
    for (const part of tree[area]._contains) {
      if (/^\d+$/.test(part)) walk(part);
      else areas[part] ??= area;
    }
  };
  walk("001");
  return areas;
}

function namesIn(language) {
  const file = json(`cldr-localenames-full/main/${language}/territories.json`);
  return file.main[language].localeDisplayNames.territories;
}

function plain(name) {
  return name.replaceAll("&", "and").replace(/^St\. /, "Saint ").replaceAll("’", "'");
}

function polygons(geometry) {
  const found = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return found.map((polygon) => polygon.map(unwrapped));
}

/** A ring that crosses 180° goes on beyond it instead of jumping to the other side. */
function unwrapped(ring) {
  let turn = 0;
  return ring.map(([x, y], i) => {
    if (i > 0) turn += 360 * Math.round((ring[i - 1][0] - x) / 360);
    return [x + turn, y];
  });
}

function piecesByNumber() {
  const world = json("world-atlas/countries-10m.json");
  const pieces = new Map();
  for (const country of world.objects.countries.geometries) {
    const found = polygons(feature(world, country).geometry);
    pieces.set(country.id, [...(pieces.get(country.id) ?? []), ...found]);
  }
  return pieces;
}

function landOf(code, m49, land) {
  const seed = SEEDS[code];
  const [pieces, better] = seed
    ? [[...land.values()].flat(), (piece) => -distance(piece, seed)]
    : [land.get(m49), area];
  const best = pieces.reduce((a, b) => (better(b) > better(a) ? b : a));
  if (seed && distance(best, seed) > 1) throw new Error(`no land near ${code}`);
  return best;
}

function shrink(polygon) {
  return Math.cos((polygon[0][0][1] * Math.PI) / 180);
}

function area(polygon) {
  const ring = polygon[0];
  let twice = 0;
  for (let i = 1; i < ring.length; i++) {
    twice += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  }
  return (Math.abs(twice) / 2) * shrink(polygon);
}

/** In degrees, to the nearest corner; nothing when the point lies inside. */
function distance(polygon, [x, y]) {
  if (contains(polygon, [x, y])) return 0;
  return Math.min(...polygon[0].map(([a, b]) => Math.hypot(a - x, b - y)));
}

function contains(polygon, [x, y]) {
  let inside = false;
  for (const ring of polygon) {
    for (let i = 1; i < ring.length; i++) {
      const [[ax, ay], [bx, by]] = [ring[i - 1], ring[i]];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}

/** The point farthest from every shore and border, in hundredths of a degree. */
function hundredths(polygon) {
  const narrow = shrink(polygon);
  const squeezed = polygon.map((ring) => ring.map(([x, y]) => [x * narrow, y]));
  const [x, y] = polylabel(squeezed, Math.sqrt(area(polygon)) / 100);
  const longitude = ((x / narrow + 540) % 360) - 180;
  return [Math.round(longitude * 100), Math.round(y * 100)];
}

function tabSeparated(rows) {
  const columns = Object.keys(rows[0]);
  const lines = rows.map((row) => columns.map((column) => row[column]).join("\t"));
  return [columns.join("\t"), ...lines, ""].join("\n");
}

function rustTable(rows) {
  const array = (name, doc, type, value) =>
    `/// ${doc}\npub(super) static ${name}: [${type}; ${rows.length}] = [${rows.map(value).join(",")}];\n`;
  const text = JSON.stringify;
  return [
    "//! `data/countries.tsv` as Rust, written by `data/renew.mjs`: renew, do not edit.\n" +
      "//! One static a column, so that what nobody reads is left out of the binary.\n",
    array("CODES", "ISO 3166-1 alpha-2 codes, sorted.", "&str", (row) => text(row.code)),
    array("AREAS", "The smallest M49 area; 0 for none.", "u16", (row) => Number(row.area)),
    array("POSITIONS", "Longitude and latitude, hundredths of a degree.", "(i16, i16)", (row) =>
      `(${row.longitude}, ${row.latitude})`),
    array("ENGLISH", "English short names.", "&str", (row) => text(row.en)),
    array("CHINESE", "Chinese short names.", "&str", (row) => text(row.zh)),
  ].join("\n");
}

/** Same projection as `country::map::project`. */
function project([longitude, latitude]) {
  return [
    Math.round(((longitude + 180) / 360) * 920),
    Math.round(((84 - latitude) / 144) * 420),
  ];
}

function landSymbol() {
  const world = json("world-atlas/land-110m.json");
  const path = feature(world, world.objects.land)
    .features.flatMap((part) => polygons(part.geometry))
    .filter((polygon) => polygon[0].some(([, latitude]) => latitude > -60))
    .flat()
    .flatMap(onBothEdges)
    .map(ringPath)
    .join("");
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 920 420">' +
    `<symbol id="land" viewBox="0 0 920 420"><path d="${path}"/></symbol></svg>\n`
  );
}

/** What hangs over one edge of the map is drawn again from the other; the symbol clips both. */
function onBothEdges(ring) {
  const shifted = (by) => ring.map(([x, y]) => [x + by, y]);
  const east = ring.some(([x]) => x > 180) ? [shifted(-360)] : [];
  const west = ring.some(([x]) => x < -180) ? [shifted(360)] : [];
  return [ring, ...east, ...west];
}

/** Steps between whole units; a ring that shrinks to less than a triangle is left out. */
function ringPath(ring) {
  const points = ring.map(project).filter(([x, y], i, all) => {
    const before = all[i - 1];
    return !before || before[0] !== x || before[1] !== y;
  });
  points.pop(); // the last corner is the first
  if (points.length < 3) return "";
  const steps = points.slice(1).map(([x, y], i) => `${x - points[i][0]} ${y - points[i][1]}`);
  return `M${points[0].join(" ")}l${steps.join(" ").replaceAll(" -", "-")}z`;
}

/** The places that zones are named after, in Chinese; a zone that was renamed stands under all its names. */
function zonePlaces() {
  const zones = json("cldr-dates-full/main/zh/timeZoneNames.json").main.zh.dates.timeZoneNames.zone;
  const rows = [];
  for (const { _alias: names } of Object.values(
    json("cldr-bcp47/bcp47/timezone.json").keyword.u.tz,
  ).filter((zone) => zone._alias)) {
    const known = names.split(" ");
    const place = known.map((name) => exemplarCity(zones, name)).find(Boolean);
    if (!place) continue;
    for (const name of known) {
      if (name.includes("/") && !name.startsWith("Etc/")) rows.push(`${name}\t${place}`);
    }
  }
  return ["zone\tzh", ...rows.sort(), ""].join("\n");
}

function exemplarCity(zones, name) {
  const found = name.split("/").reduce((at, part) => at?.[part], zones);
  return found?.exemplarCity;
}
