import type { EngineChoice } from '../../contract/engines';
import type { Conditions } from '../../experiment/effects/conditions';
import { messageOf } from '../../util/messageOf';
import { orderHere } from '../engines/orderHere';
import type { Inspector } from '../inspector';

/**
 * Under which conditions runs are trained here from now on: with `auto` the fastest engine that works, which is looked for once, so that a
 * plan can fix it.
 * @throws {Error} if none works, with the reason of each
 */
export async function conditionsHere(
  inspector: Pick<Inspector, 'ask'>,
  { engine: choice, threads }: { readonly engine: EngineChoice; readonly threads: number },
): Promise<Conditions> {
  const reasons: string[] = [];
  for (const engine of choice === 'auto' ? await orderHere(inspector, threads) : [choice]) {
    try {
      const { version, instructionSet, numericsVersion, bundleSha256 } = await inspector.ask({ type: 'checkEngine', engine });
      return { engine, threads, engineVersion: version, instructionSet, numericsVersion, bundleSha256 };
    } catch (error) {
      reasons.push(`${engine}: ${messageOf(error)}`);
    }
  }
  throw new Error(`No engine works here. ${reasons.join(' ')} A comparison fixes its engine before its first run.`);
}
