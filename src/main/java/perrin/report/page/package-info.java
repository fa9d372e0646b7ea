/** Pages of HTML that stand by themselves: they need no network and no other file. */
package perrin.report.page;
