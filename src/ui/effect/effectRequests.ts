import { commands } from 'vscode';
import type { FromEffect } from '../../contract/effectPage';
import type { CommandId } from '../../contributions';
import { openConfigDiff } from '../comparison/configDiff';
import { saveContent } from '../saveContent';
import type { Services } from '../services';
import type { EffectActions } from './effectActions';

export interface EffectRequestParts {
  readonly services: Services;
  readonly actions: EffectActions;
}

/** Does what the page of a comparison asks. @throws {Error} with why it cannot be done, for a person */
export async function answerEffect({ services, actions }: EffectRequestParts, id: string, request: FromEffect): Promise<unknown> {
  switch (request.type) {
    case 'openRun': {
      const open: CommandId = 'digitsLab.openDashboard';
      return commands.executeCommand(open, request.runId);
    }
    case 'addSeeds':
      return actions.addSeeds(id);
    case 'copyMarkdown':
      return actions.copyMarkdown(id);
    case 'openReport':
      return actions.openReport(id);
    case 'openPlan':
      return actions.openPlan(id);
    case 'settle':
      return actions.settle(id);
    case 'queueMissing':
      return actions.goOn(id);
    case 'submitMissing': {
      const submit: CommandId = 'digitsLab.slurm.submit';
      return commands.executeCommand(submit, id);
    }
    case 'acceptBuilds':
      return actions.acceptBuilds(id);
    case 'diff':
      return openConfigDiff(services, request.from, request.to);
    case 'save':
      return saveContent(request.fileName, request.content);
    case 'failed':
      return services.log.error(`The page of a comparison: ${request.message}`);
  }
}
