// Builds every src/liren/web/islands/<name>.ts into web/static/built/<name>.js; shared code and workers land in built/parts.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
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

export default defineConfig({
  plugins: [packed],
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
