import type { Page } from "@playwright/test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const folder = new URL("../../results/pictures/", import.meta.url).pathname;

/** A picture for people to look at; nothing compares it. */
export async function picture(page: Page, name: string) {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled", caret: "hide" });
}
