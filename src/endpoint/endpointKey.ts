import { randomBytes } from 'node:crypto';
import { secretState } from '../files/userState';

const NAME = 'endpoint';

/**
 * The key of this user's endpoint: made once, and kept in the user's state folder, readable for the user alone.
 * @throws the system's error if it cannot be kept
 */
export async function endpointKey(stateFolder: string): Promise<string> {
  const state = secretState(stateFolder);
  const kept = await state.read(NAME);
  if (typeof kept === 'string' && /^[0-9a-f]{40}$/.test(kept)) return kept;
  const key = newKey();
  await state.write(NAME, key);
  return key;
}

/** 40 hexadecimal digits of chance, since clients of before 2024 take no other length. */
function newKey(): string {
  return randomBytes(20).toString('hex');
}
