// Django (Debian's) and better-auth (npm) with the same users, as yardsticks. Each answers how it
// is started and asked, or throws what is missing.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const python = "/usr/bin/python3"; // Debian's, which has Debian's Django
const cookieOf = (file) => ({ Cookie: JSON.parse(readFileSync(file, "utf8")).cookie });

export function django(folder, usersFile) {
  const version = execFileSync(python, ["-c", "import django, gunicorn; print(django.__version__)"], {
    encoding: "utf8", stdio: "pipe",
  }).trim();
  const database = join(folder, "django.db");
  const credentials = join(folder, "django.json");
  const env = { ...process.env, BENCH_DATABASE: database, PYTHONPATH: here, PYTHONDONTWRITEBYTECODE: "1" };
  if (!existsSync(credentials)) {
    rmSync(database, { force: true });
    execFileSync(python, [join(here, "django_app.py"), "fill", usersFile, credentials], { env });
  }
  return {
    name: `Django ${version}, gunicorn`,
    start: (port) => [
      [python, "-m", "gunicorn", "-b", `127.0.0.1:${port}`, "-w", "1", "-k", "gthread", "--threads",
        "4", "--keep-alive", "60", "--log-level", "warning", "django_app:application"],
      { env, cwd: here },
    ],
    headers: () => cookieOf(credentials),
    ownUser: "/me",
    page: (text) => `/users?q=${text}`,
  };
}

export function betterAuth(folder, usersFile, mode) {
  const require = createRequire(import.meta.url);
  const { version } = JSON.parse(
    readFileSync(join(here, "node_modules/better-auth/package.json"), "utf8"),
  );
  require.resolve("better-sqlite3");
  const database = join(folder, "better-auth.db"); // filled at its first start
  const credentials = join(folder, `better-auth-${mode || "plain"}.json`);
  return {
    name: `better-auth ${version}${mode ? ", cookie cache" : ""}`,
    start: (port) => [
      [process.execPath, join(here, "better_auth.js"), database, usersFile,
        credentials, `${port}`, mode],
      {},
    ],
    headers: () => cookieOf(credentials),
    ownUser: "/api/auth/get-session",
    page: (text) =>
      `/api/auth/admin/list-users?searchField=name&searchValue=${text}&limit=50&sortBy=name`,
  };
}
