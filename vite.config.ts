// Builds every src/liren/web/islands/<name>.ts into web/static/built/<name>.js; shared code and workers land in built/parts.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const source = "src/liren/web/islands";
const islands = readdirSync(source).filter((name) => name.endsWith(".ts"));

// A module beside itself as .br: packed once here and not at every start; whitenoise sends it to who can read it.
const packed: Plugin = {
  name: "packed",
  apply: "build",
  writeBundle({ dir }, bundle) {
    for (const name of Object.keys(bundle)) writeFileSync(`${dir}/${name}.br`, brotliCompressSync(readFileSync(`${dir}/${name}`)));
  },
};

// What each island weighs with all it fetches, packed by gzip; tests/web/test_island_budget.py holds pages to the budget.
const weighed: Plugin = {
  name: "weighed",
  apply: "build",
  writeBundle({ dir }, bundle) {
    const all = Object.keys(bundle).map((name) => ({ name, content: readFileSync(`${dir}/${name}`) }));
    for (const { name, content } of all.filter((one) => !one.name.includes("/"))) {
      const fetched = [{ name, content }];
      for (const { content: text } of fetched) fetched.push(...all.filter((one) => !fetched.includes(one) && one.name !== name && text.includes(basename(one.name))));
      const bytes = fetched.reduce((sum, one) => sum + gzipSync(one.content, { level: 9 }).length, 0);
      console.log(`${name}: ${Math.round(bytes / 1000)} kB gzip in ${fetched.length} files`);
    }
  },
};

export default defineConfig({
  plugins: [packed, weighed],
  base: "/static/built/",
  publicDir: false,
  build: {
    outDir: "src/liren/web/static/built",
    emptyOutDir: true,
    modulePreload: false,
    chunkSizeWarningLimit: 1200, // MapLibre, fetched after the page
    rollupOptions: {
      input: Object.fromEntries(islands.map((name) => [name.slice(0, -3), `${source}/${name}`])),
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "parts/[name]-[hash].js",
        assetFileNames: "parts/[name]-[hash][extname]",
      },
    },
  },
  worker: {
    format: "es",
    rollupOptions: { output: { entryFileNames: "parts/[name]-[hash].js" } },
  },
});
