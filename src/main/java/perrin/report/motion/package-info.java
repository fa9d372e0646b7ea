/** Scenes of walkers as moving pictures: GIF, PNG, and a page. */
package perrin.report.motion;
