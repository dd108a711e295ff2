package lib.ui;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.TextAttribute;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import lib.football.Clubs;
import lib.ui.ApiAnswers.Match;
import lib.ui.ApiAnswers.Round;

/**
 * A forecast, or those of a round, as a picture to share: a PNG in one of the two shapes that social networks show
 * whole.
 */
public final class Card {

    /** Landscape for links, portrait for feeds of pictures. */
    public enum Shape {
        LANDSCAPE("", 1200, 630), PORTRAIT("-portrait", 1080, 1350);

        public final String suffix;
        final int width;
        final int height;

        Shape(String suffix, int width, int height) {
            this.suffix = suffix;
            this.width = width;
            this.height = height;
        }
    }

    private static final int MARGIN = 64;
    private static final Color PAPER = Color.decode("#faf8f4");
    private static final Color INK = Color.decode("#182024");
    private static final Color MUTED = Color.decode("#566068");
    private static final Color DRAW = Color.decode("#a3abb0");
    private static final Color EDGE = Color.decode("#857f72");
    private static final Color ACCENT = Color.decode("#0b6647");
    private static final Color ALARM = Color.decode("#ffd84d");
    private static final Color ON_ALARM = Color.decode("#2b2100");

    /** Loaded at first use, which takes a moment and needs no display. */
    private static final class Fonts {
        static final Font SERIF = load("newsreader-600.ttf");
        static final Font SANS = load("inter-400.ttf");
        static final Font BOLD = load("inter-600.ttf");
    }

    static {
        System.setProperty("java.awt.headless", "true");
        if (System.getProperty("os.name").startsWith("Linux")) bringFontConfiguration();
    }

    /**
     * On Linux Java asks the system's fontconfig library for fonts, even for one that it was handed, and fails in a
     * slim container that has none. With a configuration of its own it does not ask.
     */
    private static void bringFontConfiguration() {
        try {
            Path file = Files.createTempFile("fontconfig", ".properties");
            file.toFile().deleteOnExit();
            Files.writeString(file, "version=1\nsequence.allfonts=default\n");
            System.setProperty("sun.awt.fontconfig", file.toString());
        } catch (IOException e) {
            // without room for a small file the system's own fonts have to do
        }
    }

    private final Graphics2D g;
    private final Words words;
    private final Shape shape;

    private Card(Graphics2D g, Words words, Shape shape) {
        this.g = g;
        this.words = words;
        this.shape = shape;
    }

    /** Draws what a story tells; the answer is the bytes of a PNG. */
    public static byte[] of(Match match, Story story, Words words, Shape shape) {
        return png(words, shape, card -> card.draw(match, story));
    }

    /** Draws a round, a line for each match. */
    public static byte[] of(Roundup roundup, Round round, Words words, Shape shape) {
        return png(words, shape, card -> card.draw(roundup, round));
    }

    private static byte[] png(Words words, Shape shape, Consumer<Card> drawing) {
        BufferedImage image = new BufferedImage(shape.width, shape.height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            drawing.accept(new Card(g, words, shape));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
            ImageIO.write(image, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            g.dispose();
        }
    }

    /** What every card has: paper, the label of simulated data, whose it is, and until when the data go. */
    private void frame(boolean simulated, LocalDate dataUntil, String league) {
        int right = shape.width - MARGIN;
        g.setColor(PAPER);
        g.fillRect(0, 0, shape.width, shape.height);
        if (simulated) {
            g.setColor(ALARM);
            g.fillRect(0, 0, shape.width, 46);
            centred(words.text("simulated"), Fonts.BOLD, 20, ON_ALARM, shape.width / 2f, 31);
        }
        text(words.text("site.name"), Fonts.SERIF, 30, INK, MARGIN, 106);
        right(league, Fonts.BOLD, 23, ACCENT, right, 104);
        text(words.text("forecast.until") + " " + words.longDate(dataUntil), Fonts.SANS, 19, MUTED, MARGIN,
                shape.height - 36);
        right(words.text("footer.betting"), Fonts.SANS, 19, MUTED, right, shape.height - 36);
    }

    private void draw(Roundup roundup, Round round) {
        Integer number = round.matches().isEmpty() ? null : round.matches().getFirst().round();
        frame(round.simulated(), round.dataUntil(),
                number == null ? words.text("card.league") : words.text("round.label", number) + " · "
                        + words.text("card.league"));
        boolean tall = shape == Shape.PORTRAIT;
        float size = tall ? 60 : 42;
        List<String> lines = wrapped(roundup.headline(), Fonts.SERIF, size);
        while (lines.size() > (tall ? 3 : 1) && size > 30) lines = wrapped(roundup.headline(), Fonts.SERIF, size -= 2);
        float top = tall ? 140 : 122;
        for (String line : lines) text(line, Fonts.SERIF, size, INK, MARGIN, top += size * 1.1f);
        top += tall ? 50 : 24;
        float step = (shape.height - 80 - top) / Math.max(1, roundup.blocks().size());
        float name = tall ? 30 : Math.min(25, step * 0.72f);
        int left = tall ? MARGIN : 400;
        int width = shape.width - MARGIN - left - (tall ? 0 : 336);
        for (Roundup.Block block : roundup.blocks()) {
            float line = top + (tall ? 34 : step * 0.66f);
            Colours home = Colours.of(block.home());
            Colours away = Colours.of(block.away());
            if (tall) {
                text(Clubs.of(block.home()).display(), Fonts.BOLD, name, INK, left, line);
                right(Clubs.of(block.away()).display(), Fonts.BOLD, name, INK, left + width, line);
                centred(String.join("   ", block.percents()), Fonts.SANS, name - 4, MUTED, left + width / 2f, line);
                bar(block.tenths(), home, away, left, Math.round(line + 14), width, 24);
            } else {
                right(block.title(), Fonts.BOLD, name, INK, left - 20, line);
                bar(block.tenths(), home, away, left, Math.round(line - step * 0.5f), width, Math.round(step * 0.62f));
                for (int i = 0; i < 3; i++) {
                    right(block.percents().get(i), Fonts.SANS, name, INK, shape.width - MARGIN - 112 * (2 - i), line);
                }
            }
            top += step;
        }
    }

    private void draw(Match match, Story story) {
        frame(match.simulated(), match.dataUntil(), words.text("card.league"));
        int right = shape.width - MARGIN;
        int bottom = shape.height;
        boolean tall = shape == Shape.PORTRAIT;
        String event = match.fixture() == null ? words.text("forecast.hypothetical") : words.event(match.fixture());
        float size = tall ? 92 : 60;
        List<String> lines = wrapped(story.headline(), Fonts.SERIF, size);
        while (lines.size() > (tall ? 5 : 2) && size > 44) lines = wrapped(story.headline(), Fonts.SERIF, size -= 4);
        float y = (tall ? 250 : 156) + size;
        text(event, Fonts.SANS, tall ? 32 : 23, MUTED, MARGIN, tall ? 220 : 150);
        for (String line : lines) {
            text(line, Fonts.SERIF, size, INK, MARGIN, y + (tall ? 0 : 8));
            y += size * 1.08f;
        }

        if (tall) {
            y += 30;
            for (String line : wrapped(story.brief(), Fonts.SANS, 34)) text(line, Fonts.SANS, 34, INK, MARGIN, y += 48);
        }
        badge(match.home(), MARGIN, bottom - 278);
        text(Clubs.of(match.home()).display(), Fonts.BOLD, 26, INK, MARGIN + 76, bottom - 252);
        text(words.text("forecast.home"), Fonts.SANS, 21, MUTED, MARGIN + 76, bottom - 222);
        badge(match.away(), right - 60, bottom - 278);
        right(Clubs.of(match.away()).display(), Fonts.BOLD, 26, INK, right - 76, bottom - 252);
        right(words.text("forecast.away"), Fonts.SANS, 21, MUTED, right - 76, bottom - 222);
        centred(words.text("forecast.draw"), Fonts.SANS, 21, MUTED, shape.width / 2f, bottom - 222);
        text(story.percents().get(0), Fonts.SERIF, 62, INK, MARGIN, bottom - 156);
        centred(story.percents().get(1), Fonts.SERIF, 62, MUTED, shape.width / 2f, bottom - 156);
        right(story.percents().get(2), Fonts.SERIF, 62, INK, right, bottom - 156);
        bar(story.tenths(), Colours.of(match.home()), Colours.of(match.away()), MARGIN, bottom - 134,
                shape.width - 2 * MARGIN, 54);
    }

    private void bar(int[] tenths, Colours home, Colours away, int left, int top, int width, int height) {
        java.awt.Shape outline = new RoundRectangle2D.Float(left, top, width, height, 12, 12);
        java.awt.Shape before = g.getClip();
        g.setClip(outline);
        int x = left;
        Color[] colours = {Color.decode(home.area()), DRAW, Color.decode(away.beside(home))};
        for (int i = 0; i < 3; i++) {
            int end = i == 2 ? left + width : x + Math.round(width * tenths[i] / 1000f);
            g.setColor(colours[i]);
            g.fillRect(x, top, end - x, height);
            x = end;
        }
        g.setClip(before);
        g.setColor(EDGE);
        g.setStroke(new BasicStroke(1.5f));
        g.draw(outline);
    }

    private void badge(String club, int x, int y) {
        Colours colours = Colours.of(club);
        java.awt.Shape outline = new RoundRectangle2D.Float(x, y, 60, 60, 22, 22);
        java.awt.Shape before = g.getClip();
        g.setClip(outline);
        g.setColor(Color.decode(colours.first()));
        g.fillRect(x, y, 60, 48);
        g.setColor(Color.decode(colours.second()));
        g.fillRect(x, y + 48, 60, 12);
        g.setClip(before);
        g.setColor(EDGE);
        g.setStroke(new BasicStroke(1.5f));
        g.draw(outline);
        centred(Clubs.of(club).shortName(), Fonts.BOLD, 20, Color.decode(colours.ink()), x + 30, y + 32);
    }

    private List<String> wrapped(String text, Font font, float size) {
        List<String> lines = new ArrayList<>(List.of(""));
        for (String word : text.split(" ")) {
            String longer = (lines.getLast() + " " + word).strip();
            if (width(longer, font, size) > shape.width - 2 * MARGIN && !lines.getLast().isEmpty()) lines.add(word);
            else lines.set(lines.size() - 1, longer);
        }
        return lines;
    }

    private void text(String text, Font font, float size, Color colour, float x, float baseline) {
        g.setFont(font.deriveFont(size).deriveFont(Map.of(TextAttribute.KERNING, TextAttribute.KERNING_ON)));
        g.setColor(colour);
        g.drawString(text, x, baseline);
    }

    private void centred(String text, Font font, float size, Color colour, float x, float baseline) {
        text(text, font, size, colour, x - width(text, font, size) / 2, baseline);
    }

    private void right(String text, Font font, float size, Color colour, float x, float baseline) {
        text(text, font, size, colour, x - width(text, font, size), baseline);
    }

    private float width(String text, Font font, float size) {
        return (float) font.deriveFont(size).getStringBounds(text, g.getFontRenderContext()).getWidth();
    }

    private static Font load(String name) {
        try (InputStream file = Card.class.getResourceAsStream("/ui/static/fonts/" + name)) {
            return Font.createFont(Font.TRUETYPE_FONT, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FontFormatException e) {
            throw new IllegalStateException(name + " is no font", e);
        }
    }
}
