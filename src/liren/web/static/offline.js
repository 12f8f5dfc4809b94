// Ask the browser to show our own page when an address cannot be fetched. Browsers without workers show theirs.
navigator.serviceWorker?.register("/worker.js").catch(() => {});
