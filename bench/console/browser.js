// Debian's Chromium with the list of users open, and what is read off it while it is used.
import { createRequire } from "node:module";
import { join } from "node:path";

import { root } from "../lib/bench.js";

const { chromium } = createRequire(join(root, "tests/package.json"))("playwright-core");
const viewport = { width: 1440, height: 900 };

/// Each in a browser of its own: what one left behind does not count for the next.
export async function withBrowser(use) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--disable-gpu", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
      // Chromium's sandbox does not start as root.
      ...(process.getuid() === 0 ? ["--no-sandbox"] : []),
    ],
  });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

export const browserVersion = () => withBrowser((browser) => browser.version());

/// The session's cookies, for further browsers.
export const signIn = ({ baseUrl, adminEmail, adminPassword }) =>
  withBrowser(async (browser) => {
    const context = await browser.newContext();
    const answer = await context.request.post(`${baseUrl}/api/session`, {
      data: { email: adminEmail, password: adminPassword }, headers: { Origin: baseUrl },
    });
    if (!answer.ok()) throw new Error(`sign-in: ${answer.status()}`);
    return context.storageState();
  });

export async function openUsers(browser, credentials, storageState) {
  const context = await browser.newContext({ viewport, storageState });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.addInitScript(inPage);
  await page.goto(`${credentials.baseUrl}/o/${credentials.organizationId}/access/users`);
  return new UserList(page, cdp);
}

class UserList {
  constructor(page, cdp) {
    this.page = page;
    this.cdp = cdp;
  }

  /// Milliseconds from the navigation until the frame with the first row.
  firstRow() {
    return this.page.evaluate(() => globalThis.measured.firstRow);
  }

  async reload() {
    await this.page.reload();
    return this.firstRow();
  }

  /// After the garbage is gone. Nodes are elements and texts of the document.
  async size() {
    for (let i = 0; i < 2; i++) await this.cdp.send("HeapProfiler.collectGarbage");
    const { usedSize } = await this.cdp.send("Runtime.getHeapUsage");
    return { heapBytes: usedSize, nodes: await this.page.evaluate(() => globalThis.measured.nodes()) };
  }

  /// Scrolls as a wheel does. CPU is the main thread's, for each frame.
  async scroll(pixelsPerSecond, pixels) {
    await this.firstRow();
    const before = await this.cpuMs();
    await this.page.evaluate(() => globalThis.measured.begin());
    await this.cdp.send("Input.synthesizeScrollGesture", {
      x: 400, y: 600, yDistance: -pixels, speed: pixelsPerSecond, preventFling: true,
      gestureSourceType: "mouse",
    });
    const seen = await this.page.evaluate(() => globalThis.measured.finish());
    const after = await this.cpuMs();
    return { ...seen, cpuMs: (after - before) / seen.frames };
  }

  async cpuMs() {
    const { metrics } = await this.cdp.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  }

  /// Presses End: milliseconds until the very last user has the focus, and which row it is.
  async end() {
    await this.firstRow();
    await this.page.evaluate(() => globalThis.measured.awaitLast());
    await this.page.keyboard.press("End");
    return this.page.evaluate(() => globalThis.measured.last);
  }

  /// Drags the scroll bar to the middle: milliseconds until the rows there are seen.
  async middle() {
    await this.firstRow();
    return this.page.evaluate(() => globalThis.measured.middle());
  }

  /// Follows what is read, for 40 s or down to the end; answers how many rows that were.
  async readOn() {
    await this.firstRow();
    return this.page.evaluate(() => globalThis.measured.readOn());
  }
}

/// Runs in the page before its scripts.
function inPage() {
  const scroller = () => document.querySelector("[data-scroll-restoration-id=Users]");
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const rows = () => [...document.querySelectorAll("[role=row][data-index]")];
  const total = () => Number(document.querySelector("[role=table]").getAttribute("aria-rowcount")) - 1;
  const nodes = () => document.evaluate("count(//node())", document).numberValue;
  const quantile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  const isWaiting = () =>
    [...document.querySelectorAll("[role=rowgroup] > [aria-hidden]")].some((row) => {
      const { top } = row.getBoundingClientRect();
      return top > 0 && top < innerHeight;
    });
  let run;

  globalThis.measured = {
    nodes,
    firstRow: new Promise((done) => {
      const look = async () => {
        if (rows().length === 0) return requestAnimationFrame(look);
        await frame();
        done(performance.now());
      };
      requestAnimationFrame(look);
    }),
    begin() {
      const own = { at: [], long: [], mostNodes: 0, waiting: 0, goes: true };
      own.observer = new PerformanceObserver((list) => own.long.push(...list.getEntries()));
      own.observer.observe({ type: "longtask" });
      const look = (now) => {
        own.at.push(now);
        if (own.at.length % 20 === 0) own.mostNodes = Math.max(own.mostNodes, nodes());
        if (isWaiting()) own.waiting++;
        if (own.goes) requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
      run = own;
    },
    async finish() {
      run.goes = false;
      await frame();
      const between = run.at.slice(1).map((at, i) => at - run.at[i]).sort((a, b) => a - b);
      run.long.push(...run.observer.takeRecords());
      return {
        frames: between.length, p50: quantile(between, 0.5), p95: quantile(between, 0.95),
        longest: between.at(-1), longTasks: run.long.length, waiting: run.waiting / run.at.length,
        nodes: run.mostNodes,
      };
    },
    async awaitLast() {
      document.querySelector("[role=row][data-index='0']").focus();
      const began = performance.now();
      this.last = (async () => {
        const index = () => Number(document.activeElement.getAttribute("aria-rowindex")) - 1;
        while (index() !== total() && performance.now() - began < 3000) await frame();
        return { ms: performance.now() - began, row: index(), last: total() };
      })();
    },
    async middle() {
      const began = performance.now();
      scroller().scrollTop = (scroller().scrollHeight - scroller().clientHeight) / 2;
      do await frame(); while (isWaiting());
      return { ms: performance.now() - began };
    },
    async readOn() {
      const deadline = performance.now() + 40_000;
      for (;;) {
        const last = Math.max(...rows().map((row) => Number(row.dataset.index)));
        if (last === total() - 1 || performance.now() > deadline) return last + 1;
        scroller().scrollTop = last * rows()[0].offsetHeight - 200;
        await frame();
      }
    },
  };
}
