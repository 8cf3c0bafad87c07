import { engineChoices, type EngineChoice } from '../../contract/engines';
import { choiceInWords } from '../../wording/engineInWords';
import { pick, type Choice } from '../sinks/quickInput';

/**
 * Lets a person choose what computes a run.
 * @param usual as the settings say
 * @returns null for what the settings say; undefined if nothing is to change
 */
export async function askForEngine(engine: EngineChoice | null, usual: EngineChoice): Promise<EngineChoice | null | undefined> {
  const current = engine ?? usual;
  const items = engineChoices.map((choice): Choice & { readonly choice: EngineChoice } => {
    const words = [choice === current ? 'current' : '', choice === usual ? 'as in the settings' : ''];
    return { choice, label: choice, description: words.filter(Boolean).join(' · '), detail: choiceInWords(choice) };
  });
  const picked = await pick({
    title: 'Engine (engine)',
    placeholder: 'What computes the training steps; Digits: Show Engines tells how fast each is here',
    items,
    active: items.find(({ choice }) => choice === current),
    canGoBack: true,
  });
  if (picked.how !== 'accepted') return undefined;
  return picked.item.choice === usual ? null : picked.item.choice;
}
