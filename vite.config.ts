// Builds every src/liren/web/islands/<name>.ts into web/static/built/<name>.js; shared code and workers land in built/parts.
import { readdirSync } from "node:fs";
import { defineConfig } from "vite";

const source = "src/liren/web/islands";
const islands = readdirSync(source).filter((name) => name.endsWith(".ts"));

export default defineConfig({
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
