// Validate PDF files against PDF/A-3a and PDF/UA-1 with veraPDF. Called by deploy/conformance.
import java.io.File;
import java.io.FileInputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class Conformance {
    static final PDFAFlavour[] FLAVOURS = {PDFAFlavour.PDFA_3_A, PDFAFlavour.PDFUA_1};

    public static void main(String[] names) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean good = true;
        for (String name : names) {
            for (PDFAFlavour flavour : FLAVOURS) {
                good &= conforms(name, flavour);
            }
        }
        System.exit(good ? 0 : 1);
    }

    static boolean conforms(String name, PDFAFlavour flavour) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(name), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            System.out.println((result.isCompliant() ? "passes " : "FAILS  ") + flavour.getId() + " "
                    + result.getTotalAssertions() + " checks  " + new File(name).getName());
            Map<String, Integer> rules = new LinkedHashMap<>();
            for (TestAssertion one : result.getTestAssertions()) {
                if (one.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber() + ": "
                            + one.getMessage() + " at " + one.getLocation().getContext();
                    rules.merge(rule, 1, Integer::sum);
                }
            }
            rules.forEach((rule, count) -> System.out.println("    " + rule + " x" + count));
            return result.isCompliant();
        }
    }
}
