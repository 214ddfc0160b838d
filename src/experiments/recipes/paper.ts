/** The settings that the paper prints, each once. Every experiment and recipe that follows the paper takes them from here. */

const SETTINGS = {
  /** The size of FGSM on MNIST, in units of the pixel range ("ε = .25", §4, and again in §5 to §9). */
  epsilon: 0.25,
  /** The weight of the clean cost in adversarial training ("α = 0.5", §6). */
  alpha: 0.5,
  /** The coefficient of L1 weight decay of the first layer that keeps a maxout network from training (§5). */
  decay: 0.0025,
  /** The probability above which a class counts as seen in an image of noise (appendix A). */
  threshold: 0.5,
  /** The networks of the ensemble (§9). */
  members: 12,
};

/** The paper's settings, by what they are. */
export const PAPER: Readonly<typeof SETTINGS> = Object.freeze(SETTINGS);
