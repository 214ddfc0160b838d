/** How many classes a picture can show one by one; with more, figures show the most telling ones or sums over all. */

/** A matrix, a legend or an axis of more classes than these cannot be read, and a matrix grows with their square. */
export const MOST_CLASSES = 20;

/** How many of many classes are shown. */
export const SHOWN_CLASSES = 12;

/** Whether there are too many classes to show each of them. */
export function areMany(classes: number): boolean {
  return classes > MOST_CLASSES;
}
