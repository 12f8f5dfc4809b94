// node walk.js DISCOVERY KEY LAT LONG: everything the client can do in JSON, and what it found as JSON on one line.
const Open311 = require("open311");
const [discovery, key, lat, long] = process.argv.slice(2);
const city = new Open311({ discovery, apiKey: key });
const ask = (what, ...words) =>
  new Promise((done, fail) => city[what](...words, (wrong, found) => (wrong ? fail(new Error(`${what}: ${wrong} ${found}`)) : done(found))));

(async () => {
  const found = { discovery: await ask("serviceDiscovery", { cache: true }) };
  found.endpoint = city.endpoint;
  found.services = await ask("serviceList");
  found.definition = await ask("serviceDefinition", "street_light_out");
  found.posted = await ask("submitRequest", {
    service_code: "street_light_out", lat, long, description: "npm：路灯不亮", attributes: { lights: "3" },
  });
  found.request = await ask("serviceRequest", found.posted[0].service_request_id);
  found.requests = await ask("serviceRequests", { service_code: "street_light_out", status: "open" });
  found.both = await ask("serviceRequests", [found.posted[0].service_request_id, "none"]);
  console.log(JSON.stringify(found));
})();
