// Checks that `npm ci` works anywhere with the lockfile: it names no registry, and lists the packages of every platform.
// npm leaves out a platform's package that its registry could not serve when the lockfile was written, and `npm ci` then refuses the
// lockfile on every platform. `--fix` adds such packages: version, system and processor are known from the package that requires them.
import { readFileSync, writeFileSync } from 'node:fs';

type LockedPackage = {
  version?: string;
  resolved?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
};
type Lockfile = {
  packages: Record<string, LockedPackage>;
};

const lockFile = 'package-lock.json';
const systems = /\b(?:aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)\b/;
const processors = /\b(?:arm|arm64|ia32|loong64|mips64el|ppc64|riscv64|s390x|x64)\b/;

/** Whether npm would find the package from this folder, or from one above it. */
function isLocked({ packages }: Lockfile, from: string, name: string): boolean {
  const parts = from.split('/node_modules/');
  const places = parts.map((_, index) => `${parts.slice(0, parts.length - index).join('/node_modules/')}/`);
  return ['', ...places].some((place) => `${place}node_modules/${name}` in packages);
}

/** The lockfile's entry for a platform's package, from its name and version; undefined when the name is not a platform's. */
function describePlatform(name: string, version: string, dev: boolean): LockedPackage | undefined {
  const [os] = systems.exec(name) ?? [];
  const [cpu] = processors.exec(name) ?? [];
  if (os === undefined || cpu === undefined) return undefined;
  const libc = /-musl/.test(name) ? 'musl' : /-gnu\b/.test(name) ? 'glibc' : undefined;
  return {
    version,
    cpu: [cpu],
    ...(dev && { dev }),
    ...(libc !== undefined && { libc: [libc] }),
    optional: true,
    os: [os],
  };
}

const breaches: string[] = [];
const isFixing = process.argv.includes('--fix');

const lockfile = JSON.parse(readFileSync(lockFile, 'utf8')) as Lockfile;
const { packages } = lockfile;
const added: Record<string, LockedPackage> = {};
for (const [path, { resolved, dev, optionalDependencies }] of Object.entries(packages)) {
  if (resolved !== undefined && /^https?:/.test(resolved)) breaches.push(`names a registry for ${path}`);
  for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
    if (isLocked(lockfile, path, name)) continue;
    const described = describePlatform(name, version, dev === true);
    if (isFixing && described !== undefined) added[`node_modules/${name}`] = described;
    else breaches.push(`lacks ${name}: node scripts/check/lockfile.ts --fix`);
  }
}
if (Object.keys(added).length > 0) {
  const sorted = Object.entries({ ...packages, ...added }).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  const text = JSON.stringify({ ...lockfile, packages: Object.fromEntries(sorted) }, null, 2);
  writeFileSync(lockFile, `${text}\n`);
  console.log(`${lockFile}: added ${Object.keys(added).length} packages of other platforms`);
}

for (const breach of breaches) console.error(`${lockFile} ${breach}`);
process.exitCode = breaches.length > 0 ? 1 : 0;
