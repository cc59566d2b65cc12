/** The paper's figures by what they show, with what each is. */
export const FIGURES = {
  REWARD_DISTRIBUTION: 'Figure 2: rewards of both models in the plane, and the reward shifts.',
  IMPRINTS: 'Figure 3, left: equation 1 of both models.',
  SHIFT_IMPRINTS: 'Figure 3, centre: equation 2.',
  MISALIGNMENT: 'Figure 3, right: equation 3.',
  SHIFTS_BY_REGIME: "Figure 4: reward shifts by regime and by the labeler's preference.",
  ROBUSTNESS: 'Figure 5: equation 4.',
  MARGINS: 'Figure 7: reward of the chosen minus the rejected entry, a panel per model.',
  PROBABILITIES: "Figure 8: sigmoid of the chosen and of the rejected entries' rewards.",
  REWARD_HEATMAP: 'Figure 9: rewards of one model in the plane, of all pairs and of the misaligned ones.',
  REWARD_DIRECTIONS: 'Figure 10: directions of the reward vectors by regime, before and after.',
  LABELER_AGREEMENT: "Figure 11: how far other labelers say the same as the audit's.",
  FLIPS: 'Figure 12: which features rewriting changed.',
  SIMILARITY_BY_SHIFT: "Figure 13: similarity of rewritings by what they did to the post model's rewards.",
  PREVALENCE: 'Figure 14: how common each feature is among chosen and among rejected entries.',
  TOPICS: 'Figure 15: topics and kinds of discrimination.',
  AGREEMENT: 'Figure 16: how the human, the labeler and both models agree.',
} as const

export type FigureName = keyof typeof FIGURES
