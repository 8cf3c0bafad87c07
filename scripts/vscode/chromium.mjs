// The browser that drives VS Code's workbench: one that the machine has, or the distribution's.
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SetupError } from '../setup.mjs';
import { onPath, runProgram } from '../runProgram.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
/** @type {Partial<Record<NodeJS.Platform, string[]>>} */
const PLACES = {
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter(folder => folder !== undefined)
    .map(folder => path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
};

/**
 * The path of a Chromium or Chrome: `CHROMIUM_PATH`, one on the PATH or where its installer puts it; on Debian and as root it is installed.
 * @param {(line: string) => void} say told before something takes long
 * @returns {Promise<string>}
 * @throws {SetupError} when there is none and none can be installed
 */
export async function findChromium(say = line => process.stderr.write(`${line}\n`)) {
  const own = process.env.CHROMIUM_PATH;
  if (own) {
    if (existsSync(own)) return own;
    throw new SetupError(`CHROMIUM_PATH names ${own}, and there is no such file.`);
  }
  const found = installed();
  if (found) return found;
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    say('Installing Chromium with apt-get (once) …');
    await installWithApt();
    const now = installed();
    if (now) return now;
  }
  throw new SetupError(
    'No Chromium or Chrome was found. Install one (on Debian and Ubuntu: `sudo apt-get install chromium`), or set CHROMIUM_PATH to its program.',
  );
}

function installed() {
  return NAMES.map(onPath).find(Boolean) ?? (PLACES[process.platform] ?? []).find(file => existsSync(file));
}

async function installWithApt() {
  const apt = 'apt-get -o DPkg::Lock::Timeout=300';
  const install = `${apt} update -qq && ${apt} install -y -qq --no-install-recommends chromium fonts-dejavu-core`;
  // One at a time: `update` does not wait for another's lock by itself.
  const lock = path.join(os.tmpdir(), 'digits-lab-apt.lock');
  const [command, ...args] = onPath('flock') ? ['flock', lock, 'sh', '-c', install] : ['sh', '-c', install];
  await runProgram(command, args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).catch(error => {
    throw new SetupError(`${error.message}\nChromium could not be installed; what apt-get said is above. CHROMIUM_PATH may name another.`);
  });
}
