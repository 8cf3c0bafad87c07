import type { DashboardSection } from '../../../src/contract/dashboard';
import { createArtifactsView } from './artifacts';
import { createDrawView } from './draw';
import { createEvaluationView } from './evaluation';
import { createLiveView } from './live';
import { createNotesView } from './notes';
import type { View } from './view';

/** The tabs of the dashboard, in their order. */
export const sections: readonly { readonly section: DashboardSection; readonly label: string; readonly create: () => View }[] = [
  { section: 'live', label: 'Live', create: createLiveView },
  { section: 'evaluation', label: 'Evaluation', create: createEvaluationView },
  { section: 'draw', label: 'Draw a digit', create: createDrawView },
  { section: 'notes', label: 'Notes', create: createNotesView },
  { section: 'artifacts', label: 'Artifacts', create: createArtifactsView },
];
