import { defineConfig } from "@playwright/test";

const address = "127.0.0.1:3100";
const baseURL = `http://${address}`;
const data = "target/end2end/data";

export default defineConfig({
  testDir: "tests",
  outputDir: "../target/end2end/results",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  retries: 0,
  reporter: "line",
  use: {
    baseURL,
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.EGRET_TEST_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "scripting", use: { viewport: { width: 1280, height: 800 } } },
    { name: "no-scripting", use: { viewport: { width: 1280, height: 800 }, javaScriptEnabled: false } },
    { name: "right-to-left", use: { viewport: { width: 1280, height: 800 }, locale: "ar-XB" } },
    { name: "small-screen", use: { viewport: { width: 360, height: 740 }, hasTouch: true } },
  ],
  webServer: {
    // A fresh database each time; what a failed run leaves can be looked at.
    command: `rm -rf ${data} && mkdir -p ${data} && target/debug/egret demo && exec target/debug/egret serve`,
    cwd: "..",
    env: {
      DATABASE_URL: `sqlite://${data}/egret.db`,
      EGRET_LISTEN: address,
      EGRET_PUBLIC_URL: baseURL,
      EGRET_MEDIA_FOLDER: `${data}/media`,
      EGRET_LOG: "warn",
    },
    url: `${baseURL}/healthz`,
    reuseExistingServer: false,
    timeout: 60_000,
    stdout: "ignore",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
  },
});
