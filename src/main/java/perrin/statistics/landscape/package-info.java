/**
 * The shape of an energy of one or two coordinates: minima, saddles, which minima join at which
 * height, and how deep they are.
 */
package perrin.statistics.landscape;
