package perrin.report.paper;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.axis.ValueTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** Axes whose numbers stand as in papers: −1.5, 2×10⁻⁷, 10⁴. */
public final class LineAxis {
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  /** Beyond these decades from 1 numbers take a power of ten. */
  private static final int FAR = 4;

  /** Labels of decades that an axis takes. */
  private static final int MOST_LABELS = 7;

  private LineAxis() {}

  /**
   * A linear axis.
   *
   * @param most numbers along it
   */
  static NumberAxis linear(double from, double to, int most) {
    var axis = new NumberAxis();
    axis.setAutoRangeIncludesZero(false);
    axis.setRange(from, to);
    axis.setTickUnit(unit(from, to, most));
    return axis;
  }

  /** The least of 1, 2 and 5 times the powers of ten that has no more ticks than that. */
  public static NumberTickUnit unit(double from, double to, int most) {
    int exponent = (int) Math.floor(StrictMath.log10((to - from) / most)) - 1;
    for (; ; exponent++) {
      for (int digit : new int[] {1, 2, 5}) {
        double size = Double.parseDouble(digit + "e" + exponent);
        if (Math.floor(to / size) - Math.ceil(from / size) < most) {
          return new NumberTickUnit(size, new Numbers(exponent), digit == 5 ? 5 : 2);
        }
      }
    }
  }

  static ValueAxis logarithmic(double from, double to) {
    var axis = new Decades();
    axis.setRange(from, to);
    return axis;
  }

  /** {@code 10⁻³}. */
  static String power(int exponent) {
    StringBuilder text = new StringBuilder("10");
    for (char digit : Integer.toString(exponent).toCharArray()) {
      text.append(digit == '-' ? '⁻' : SUPERSCRIPTS.charAt(digit - '0'));
    }
    return text.toString();
  }

  /** Numbers of one axis, whose ticks are a power of ten apart. */
  private static final class Numbers extends NumberFormat {
    private static final long serialVersionUID = 1;
    private final int exponent;

    Numbers(int exponent) {
      this.exponent = exponent;
    }

    @Override
    public StringBuffer format(double value, StringBuffer to, FieldPosition position) {
      double least = StrictMath.pow(10, exponent);
      if (Math.abs(value) < least / 1000) {
        return to.append('0');
      }
      int magnitude = (int) Math.floor(StrictMath.log10(Math.abs(value)) + 1e-9);
      boolean far = exponent >= FAR || exponent < -FAR || magnitude > FAR + 1;
      String digits;
      if (far) {
        double scaled = value / StrictMath.pow(10, magnitude);
        digits = plain(scaled, Math.max(0, magnitude - exponent));
        digits = (digits.equals("1") ? "" : digits + "×") + power(magnitude);
        digits = digits.startsWith("-1×") ? "−" + digits.substring(3) : digits;
      } else {
        digits = plain(value, Math.max(0, -exponent));
      }
      return to.append(digits.replace('-', '−'));
    }

    private static String plain(double value, int decimals) {
      var format = new DecimalFormat("0", DecimalFormatSymbols.getInstance(Locale.ROOT));
      format.setMaximumFractionDigits(decimals);
      format.setMinimumFractionDigits(0);
      return format.format(value);
    }

    @Override
    public StringBuffer format(long value, StringBuffer to, FieldPosition position) {
      return format((double) value, to, position);
    }

    @Override
    public Number parse(String text, ParsePosition position) {
      throw new UnsupportedOperationException("numbers are only written");
    }
  }

  /** Ticks at the decades with their powers, small ones at 2, 3, … 9 times these. */
  private static final class Decades extends LogAxis {
    private static final long serialVersionUID = 1;

    @Override
    public List<ValueTick> refreshTicks(
        Graphics2D g, AxisState state, Rectangle2D area, RectangleEdge edge) {
      int first = (int) Math.floor(StrictMath.log10(getLowerBound()));
      int last = (int) Math.ceil(StrictMath.log10(getUpperBound()));
      int inside = 0;
      for (int decade = first; decade <= last; decade++) {
        inside += getRange().contains(StrictMath.pow(10, decade)) ? 1 : 0;
      }
      int every = Math.ceilDiv(Math.max(1, last - first), MOST_LABELS);
      List<ValueTick> ticks = new ArrayList<>();
      for (int decade = first; decade <= last; decade++) {
        for (int digit = 1; digit < 10; digit++) {
          double value = Double.parseDouble(digit + "e" + decade);
          boolean labelled =
              digit == 1 ? decade % every == 0 : inside < 2 && (digit == 2 || digit == 5);
          if (getRange().contains(value) && (digit == 1 || every == 1)) {
            ticks.add(tick(value, labelled ? label(digit, decade) : "", edge));
          }
        }
      }
      return ticks;
    }

    private static String label(int digit, int decade) {
      return digit == 1 ? power(decade) : digit + "×" + power(decade);
    }

    private static NumberTick tick(double value, String label, RectangleEdge edge) {
      TickType type = label.isEmpty() ? TickType.MINOR : TickType.MAJOR;
      TextAnchor anchor =
          RectangleEdge.isTopOrBottom(edge) ? TextAnchor.TOP_CENTER : TextAnchor.CENTER_RIGHT;
      return new NumberTick(type, value, label, anchor, TextAnchor.CENTER, 0);
    }
  }
}
