import java.io.*;
import java.util.*;
import java.util.logging.*;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;
import org.verapdf.pdfa.validation.profiles.*;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.w3c.dom.*;

/** Prints, for each profile and file, what veraPDF finds: profile, file, how many checks, the rules that failed. */
class VeraPdf {
    public static void main(String[] files) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (String name : List.of("PDFUA-1", "PDFA-2A", "PDFA-2U")) {
            ValidationProfile profile = profile(name);
            PDFAFlavour flavour = profile.getPDFAFlavour();
            for (String file : files)
                try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour);
                     PDFAValidator validator = ValidatorFactory.createValidator(profile)) {
                    ValidationResult result = validator.validate(parser);
                    Set<String> failed = new TreeSet<>();
                    for (TestAssertion one : result.getTestAssertions())
                        if (one.getStatus() == TestAssertion.Status.FAILED)
                            failed.add(one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber()
                                + " " + one.getMessage().replaceAll("\\s+", " "));
                    System.out.println(String.join("\t", name, file, "" + result.getTotalAssertions(),
                        String.join(" | ", failed)));
                }
        }
    }

    /** Reads a profile without the XML binding that the library uses, which newer Java runtimes lack. */
    static ValidationProfile profile(String name) throws Exception {
        try (InputStream in = PDFAParser.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
            Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
            Set<Rule> rules = new LinkedHashSet<>();
            for (Element rule : all(root, "rule")) {
                Element id = all(rule, "id").get(0), error = all(rule, "error").get(0);
                List<ErrorArgument> none = new ArrayList<>();
                rules.add(Profiles.ruleFromValues(
                    Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                    rule.getAttribute("object"), rule.getAttribute("deferred").equals("true"),
                    rule.getAttribute("tags"), text(rule, "description"), text(rule, "test"),
                    Profiles.errorFromValues(text(error, "message"), none), new ArrayList<>()));
            }
            Set<Variable> variables = new LinkedHashSet<>();
            for (Element one : all(root, "variable"))
                variables.add(Profiles.variableFromValues(one.getAttribute("name"), one.getAttribute("object"),
                    text(one, "defaultValue"), text(one, "value")));
            return Profiles.profileFromValues(PDFAFlavour.valueOf(root.getAttribute("flavour")),
                Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date(0)), "", rules, variables);
        }
    }

    static List<Element> all(Element in, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = in.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) found.add((Element) nodes.item(i));
        return found;
    }

    static String text(Element in, String name) {
        return all(in, name).get(0).getTextContent();
    }
}
